import { z } from 'zod';
import type { LeafSchema } from './config-leaf.ts';

/** A setting with its default as people write it, and the line that documents it in the example. */
export function setting<T>(schema: LeafSchema<T>, written: string | number | boolean, description: string) {
  return schema.prefault(written).meta({ description, written });
}

/** Settings that belong together, under one name. */
export function section<T extends z.core.$ZodShape>(description: string, shape: T) {
  return z.strictObject(shape).meta({ description });
}
