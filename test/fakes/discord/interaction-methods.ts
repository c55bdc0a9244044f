import { apiMessage } from './api-objects.ts';
import type { Fields } from './body.ts';
import { fieldsOf, listOf } from './body.ts';
import { announce, change, checkDeeds, takeAway } from './channel-methods.ts';
import { checkChoice } from './command-check.ts';
import { checkModal } from './component-check.ts';
import { faceOf } from './message-check.ts';
import { createFormErrors, refusal } from './refusal.ts';
import type { Asked, Routes } from './request.ts';
import { idOf } from './request.ts';
import type { Interaction, Place, Stored, World } from './world.ts';
import { FLAG, keep, plainFace } from './world.ts';

export const ANSWER = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  suggestions: 8,
  modal: 9,
} as const;
const KIND = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;
const MAX_SUGGESTIONS = 25;

function callback(asked: Asked): unknown {
  const { world, body, query } = asked;
  const interaction = world.interactions.get(idOf(asked));
  if (interaction === undefined || interaction.token !== idOf(asked, 1)) throw refusal('unknownInteraction');
  if (interaction.answer !== null) throw refusal('alreadyAcknowledged');
  const isLate = world.now() - interaction.at > world.answerWithinMs;
  if (isLate || interaction.expired) throw refusal('unknownInteraction');
  const type = Number(body.type);
  const data = fieldsOf(body.data);
  checkType(type, interaction);
  const stored = perform(type, data, interaction, asked);
  interaction.answer = { type, data, flags: Number(data.flags ?? 0) };
  world.changed();
  if (query.get('with_response') !== 'true') return undefined;
  return {
    interaction: { id: interaction.id, type: interaction.type, response_message_id: stored?.id },
    resource: { type, ...(stored === null ? {} : { message: apiMessage(stored, world) }) },
  };
}

/** Only so may each kind be answered: a form follows no form, and words are suggested only to who types. */
function checkType(type: number, { type: kind, messageId }: Interaction): void {
  const hasMessage = messageId !== null;
  const allowed: readonly number[] =
    kind === KIND.autocomplete
      ? [ANSWER.suggestions]
      : [
          ANSWER.message,
          ANSWER.deferredMessage,
          ...(hasMessage ? [ANSWER.deferredUpdate, ANSWER.update] : []),
          ...(kind === KIND.modal ? [] : [ANSWER.modal]),
        ];
  const errors = createFormErrors();
  if (!allowed.includes(type)) {
    errors.add('type', 'INTERACTION_INVALID_TYPE', `Response type ${type} does not fit this interaction.`);
  }
  errors.check();
}

function perform(type: number, data: Fields, interaction: Interaction, asked: Asked): Stored | null {
  const { world, files } = asked;
  const place = placeOf(interaction, world);
  switch (type) {
    case ANSWER.message: {
      const face = faceOf(data, files, { world, place, under: 'data' });
      checkDeeds(place, face);
      return answerWith(face, interaction, place, world);
    }
    case ANSWER.deferredMessage: {
      const flags = FLAG.loading | (Number(data.flags ?? 0) & FLAG.ephemeral);
      return answerWith({ ...plainFace(''), flags }, interaction, place, world);
    }
    case ANSWER.deferredUpdate:
      interaction.originalId = interaction.messageId;
      return null;
    case ANSWER.update: {
      const stored = messageIn(place, interaction.messageId);
      change(stored, faceOf(data, files, { world, place, previous: stored, under: 'data' }), world);
      interaction.originalId = stored.id;
      return stored;
    }
    case ANSWER.suggestions:
      checkSuggestions(data);
      return null;
    default: {
      const errors = createFormErrors('data');
      checkModal(data, errors);
      errors.check();
      return null;
    }
  }
}

function placeOf({ placeId }: Interaction, world: World): Place {
  const place = world.places.get(placeId);
  if (place === undefined || place.gone) throw refusal('unknownChannel');
  return place;
}

function messageIn(place: Place, id: string | null): Stored {
  const stored = place.messages.find((message) => message.id === id);
  if (stored === undefined) throw refusal('unknownMessage');
  return stored;
}

function answerWith(face: Stored['face'], interaction: Interaction, place: Place, world: World): Stored {
  const stored = say(face, interaction, place, world);
  interaction.originalId = stored.id;
  return stored;
}

function say(face: Stored['face'], interaction: Interaction, place: Place, world: World): Stored {
  const ephemeralTo = (face.flags & FLAG.ephemeral) === 0 ? null : interaction.soulId;
  const about = { author: world.bot, webhookId: world.applicationId, interactionId: interaction.id };
  const stored = keep(world, place, { ...about, face, ephemeralTo });
  announce('MESSAGE_CREATE', stored, world);
  return stored;
}

function checkSuggestions(data: Fields): void {
  const errors = createFormErrors('data');
  const choices = listOf(data.choices).map(fieldsOf);
  if (choices.length > MAX_SUGGESTIONS) {
    errors.add('choices', 'BASE_TYPE_MAX_LENGTH', `Must be ${MAX_SUGGESTIONS} or fewer in length.`);
  }
  choices.forEach((choice, index) => {
    checkChoice(choice, typeof choice.value === 'number' ? 10 : 3, `choices.${index}`, errors);
  });
  errors.check();
}

/** Returns the interaction whose token this is, while it may still be followed up. */
function followable(asked: Asked): Interaction {
  const { world } = asked;
  const interaction = [...world.interactions.values()].find(({ token }) => token === idOf(asked, 1));
  if (idOf(asked) !== world.applicationId || interaction === undefined) throw refusal('unknownWebhook');
  const isOld = world.now() - interaction.at > world.interactionLivesMs;
  if (isOld || interaction.tokenExpired) throw refusal('invalidWebhookToken');
  if (interaction.answer === null) throw refusal('unknownWebhook');
  return interaction;
}

function named(asked: Asked, interaction: Interaction): Stored {
  const id = idOf(asked, 2);
  const place = placeOf(interaction, asked.world);
  const stored = messageIn(place, id === '@original' ? interaction.originalId : id);
  const isOwn = stored.id === interaction.originalId || stored.interactionId === interaction.id;
  if (!isOwn) throw refusal('unknownMessage');
  return stored;
}

function editAnswer(asked: Asked): unknown {
  const { world, body, files } = asked;
  const interaction = followable(asked);
  const stored = named(asked, interaction);
  const place = placeOf(interaction, world);
  const face = faceOf(body, files, { world, place, previous: stored });
  checkDeeds(place, face);
  change(stored, face, world);
  return apiMessage(stored, world);
}

function followUp(asked: Asked): unknown {
  const { world, body, files, query } = asked;
  const interaction = followable(asked);
  const place = placeOf(interaction, world);
  const original = place.messages.find(({ id }) => id === interaction.originalId);
  // The first one after a deferred answer stands in its place, and stays as public or private as that was.
  const isFirst = original !== undefined && (original.face.flags & FLAG.loading) !== 0;
  const face = faceOf(body, files, isFirst ? { world, place, previous: original } : { world, place });
  checkDeeds(place, face);
  if (isFirst) change(original, face, world);
  const stored = isFirst ? original : say(face, interaction, place, world);
  // Without `wait`, a webhook is told nothing of what became of it; an interaction's always is.
  return query.get('wait') === 'false' ? undefined : apiMessage(stored, world);
}

export const interactionRoutes: Routes = {
  'POST /interactions/:id/:token/callback': callback,
  'POST /webhooks/:id/:token': followUp,
  'GET /webhooks/:id/:token/messages/:id': (asked) => apiMessage(named(asked, followable(asked)), asked.world),
  'PATCH /webhooks/:id/:token/messages/:id': editAnswer,
  'DELETE /webhooks/:id/:token/messages/:id': (asked) => {
    takeAway(named(asked, followable(asked)), asked.world);
  },
};
