import type { ModelProviderName } from '../../agent/models/model-call.ts';
import { KEY_VARIABLES } from '../config/config-minds.ts';
import type { Language } from '../i18n/language.ts';
import type { ModelFinding } from './look-at-models.ts';
import { modelName } from './used-models.ts';

type Told = Readonly<Record<Language, string>>;
type Found<Type extends ModelFinding['found']['type']> = Extract<ModelFinding['found'], { readonly type: Type }>;

const TITLES: Readonly<Record<ModelProviderName, string>> = {
  groq: 'Groq',
  ollama: 'Ollama',
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  perplexity: 'Perplexity',
  compatible: 'models.compatibleUrl',
};

/** Returns what was found of a model, and what to do about it: the doctor's sentence and that of the start. */
export function findingText(finding: ModelFinding): Told {
  const { ref, found } = finding;
  const name = modelName(ref);
  switch (found.type) {
    case 'offered':
      return { en: `${name} is there.`, ko: `${name} 사용 가능.` };
    case 'unlisted':
      return {
        en: `${name}: its server keeps no list of models, so it shows with the first question.`,
        ko: `${name}: 서버가 모델 목록을 주지 않아 첫 질문 때 확인됩니다.`,
      };
    case 'recorded':
      return {
        en: `${name} is not asked: its answers come from the cassette.`,
        ko: `${name}: 새로 묻지 않고 녹음된 답을 씁니다.`,
      };
    case 'missing':
      return missing(finding, found);
    case 'away':
      return away(finding, found);
  }
}

function missing({ ref }: ModelFinding, found: Found<'missing'>): Told {
  const { provider, model } = ref;
  const title = TITLES[provider];
  const meant = whatElse(found);
  if (provider === 'ollama') {
    return {
      en: `Ollama does not have ${model}. Pull it: ollama pull ${model}.${meant.en}`,
      ko: `Ollama에 ${model} 모델이 없습니다. 내려받으세요: ollama pull ${model}.${meant.ko}`,
    };
  }
  return {
    en: `${title} offers no model ${model}.${meant.en} Name one of its models in the configuration.`,
    ko: `${title}에 ${model} 모델이 없습니다.${meant.ko} 설정에 있는 모델 이름을 적어 주세요.`,
  };
}

function whatElse({ near, others }: Found<'missing'>): Told {
  if (near.length > 0) return { en: ` Did you mean ${near.join(', ')}?`, ko: ` 비슷한 이름: ${near.join(', ')}.` };
  if (others.length === 0) return { en: '', ko: '' };
  return { en: ` It has, among others: ${others.join(', ')}.`, ko: ` 있는 모델: ${others.join(', ')}.` };
}

function away({ ref }: ModelFinding, { baseUrl, detail }: Found<'away'>): Told {
  const { provider, model } = ref;
  const title = TITLES[provider];
  const host = hostOf(baseUrl);
  if (detail === 'key-refused') return wrongKey(provider, title);
  if (detail === 'rate-limited') {
    return {
      en: `${title} answers, but takes no more questions just now.`,
      ko: `${title}에 연결되지만 지금은 요청 한도에 걸려 있습니다.`,
    };
  }
  if (provider === 'ollama') {
    return {
      en: `Ollama does not answer at ${host}. Start it: ollama serve. Then, once: ollama pull ${model}.`,
      ko: `Ollama가 ${host}에서 응답하지 않습니다. 실행하세요: ollama serve. 모델은 한 번만 받으면 됩니다: ollama pull ${model}.`,
    };
  }
  return {
    en: `${title} cannot be reached at ${host} (${detail}). Look at the network of this machine, and at the address in the configuration.`,
    ko: `${title}(${host})에 연결할 수 없습니다(${detail}). 이 컴퓨터의 네트워크와 설정의 주소를 확인해 주세요.`,
  };
}

function wrongKey(provider: ModelProviderName, title: string): Told {
  const variable = provider === 'ollama' ? null : KEY_VARIABLES[provider];
  if (variable === null) {
    return { en: `${title} asks for a key, and has none.`, ko: `${title}에 키가 필요하지만 설정하지 않았습니다.` };
  }
  return {
    en: `${title} does not take the key in ${variable}. Make a new one there, set it and start again.`,
    ko: `${title}에서 ${variable} 키를 받아들이지 않습니다. 새 키를 발급받아 설정하고 다시 시작해 주세요.`,
  };
}

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}
