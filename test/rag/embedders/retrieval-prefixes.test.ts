import { describe, expect, it } from 'vitest';
import { retrievalPrefixes } from '../../../rag/embedders/retrieval-prefixes.ts';

describe('retrieval prefixes', () => {
  it.each([
    ['nomic-embed-text:v1.5', 'search_query: ', 'search_document: '],
    ['mxbai-embed-large', 'Represent this sentence for searching relevant passages: ', ''],
    ['bge-large:335m', 'Represent this sentence for searching relevant passages: ', ''],
    ['snowflake-arctic-embed:22m', 'Represent this sentence for searching relevant passages: ', ''],
    ['snowflake-arctic-embed2', 'query: ', ''],
    ['multilingual-e5-small', 'query: ', 'passage: '],
    ['folder\nintfloat/e5-base-v2', 'query: ', 'passage: '],
    ['embeddinggemma:300m', 'task: search result | query: ', 'title: none | text: '],
    ['bge-m3', '', ''],
    ['all-MiniLM-L6-v2', '', ''],
    ['paraphrase-multilingual', '', ''],
    ['something-of-my-own', '', ''],
  ])('of %j are %j and %j', (model, query, passage) => {
    expect(retrievalPrefixes(model)).toEqual({ query, passage });
  });

  it('of instructed models describe the task before the question alone', () => {
    for (const model of ['qwen3-embedding:0.6b', 'multilingual-e5-large-instruct']) {
      expect(retrievalPrefixes(model).query).toMatch(/^Instruct: .*\nQuery: $/);
      expect(retrievalPrefixes(model).passage).toBe('');
    }
  });
});
