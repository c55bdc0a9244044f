/** Returns an answer without what models put around it by habit: thoughts before it, one fence about the whole of it. */
export function bareAnswer(text: string): string {
  const answer = text.replace(/^\s*(?:<think>(?:(?!<think>)[\s\S])*?<\/think>\s*)+/, '').trim();
  return /^```(?:json)?[ \t]*\n([\s\S]*)\n[ \t]*```$/.exec(answer)?.[1]?.trim() ?? answer;
}
