/**
 * What a venue adapter says when a client id was used before. It is no refusal of the order: the order with that id may
 * well rest there, so the order manager asks instead of believing that nothing was placed.
 */
export const DUPLICATE_CLIENT_ID = 'venue.duplicate-client-id';
