import { z } from 'zod';

/** Longer words than these are no name, time or rule. */
const SHORT = 40;
const LINE = 300;

/** The fields that many tools have; each says to the model what goes in. */
export const coin = z.string().max(SHORT).nullable().describe('A coin such as SOL, or null for all.');
export const oneCoin = z.string().min(1).max(SHORT).describe('A coin such as SOL.');
export const when = z
  .string()
  .max(SHORT)
  .nullable()
  .describe('A time or span in the words of the person, such as yesterday, 14:05, 지난주 or 2025-05-20; null for now.');
export const reference = z
  .string()
  .regex(/^[DTOFANdtofan]-?\d{1,9}$/)
  .nullable()
  .describe('The number of a record such as D-12, T-3 or O-5, or null.');
export const words = z.string().max(LINE);
