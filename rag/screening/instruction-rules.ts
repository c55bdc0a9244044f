export interface InstructionRule {
  /** What it looks for, for a test or a log. */
  readonly name: string;
  readonly pattern: RegExp;
}

// Every gap is bounded, so a hostile text cannot make a rule slow.
export const INSTRUCTION_RULES: readonly InstructionRule[] = [
  {
    name: 'ignore-instructions',
    pattern:
      /\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overlook|override|bypass|do not follow|don't follow|regardless of)\b[^.!?\n]{0,50}\b(?:instruct(?:ions?|ed)|directi(?:ons|ves?)|prompts?|rules|guidelines|previous tasks|the above|you(?:'ve| have) been told|system message|safeguards)\b/i,
  },
  {
    name: 'ignore-above',
    pattern:
      /\b(?:ignore|disregard|forget) (?:(?:all|everything) )?(?:of )?(?:the |this |that )?(?:above|previous|prior|before)\b/i,
  },
  {
    name: 'machine-named',
    pattern:
      /\b(?:system (?:prompt|override|message|note to)|system notice:|developer mode|god mode|system mode|admin(?:istrator)? mode|debug mode|maintenance mode'|jailbreak(?:ed|ing)? (?:mode|prompt)|do anything now|DAN mode|STAN mode|prompt injection test|hidden instruction|override mode|(?:as|you are) an? (?:AI|language model|LLM|chat ?bot)\b|AI (?:model known as|assistant must|agents? (?:must|should|reading))|note to (?:the )?(?:AI|LLM|model|assistant|bot)s?\b|(?:dear|attention|hey|hello) (?:AI|LLM|ChatGPT|GPT|Claude|assistant|language model|bot)\b|SmartGPT|your developer|your creator|your (?:system )?administrator)/i,
  },
  {
    name: 'new-role',
    pattern:
      /\b(?:you are now (?:an? |the |in |my |DAN|free|going to act)|(?:please |now |must |will )act as (?:if you|an? (?:AI|unrestricted|linux|terminal|expert|different|administrator|evil|hacker))|pretend (?:to be|that you|you)|from now on,? you\b|you (?:must|will|shall) (?:now )?(?:always )?(?:answer|respond|reply|obey|comply|say|output)|assume the role of|roleplay as|role-play as|immerse yourself into the role|your new (?:instructions?|role|task|goal|objective)\b)/i,
  },
  {
    name: 'reveal-secret',
    pattern:
      /\b(?:give|tell|reveal|show|print|repeat|output|share|confirm|provide|send|write|encode|leak|translate|spell|disclose|display|dump|post|enter|submit)\b[^.!?\n]{0,40}\b(?:the|your|our|my|its) (?:\w+ ){0,3}(?:passwords?|passcode|passphrase|secret(?: key)?|private keys?|seed phrase|recovery phrase|api keys?|credentials|prompt|instructions|database|environment variables?)\b/i,
  },
  {
    name: 'ask-secret',
    pattern:
      /\bwhat(?:'s| is| are) (?:the |your |our |my )(?:\w+ ){0,2}(?:passwords?|passcode|pass ?phrase|secret key|private key|seed phrase|api key|system prompt|credentials)\b|(?:poem|haiku|story|song|acrostic|essay|hint)s? (?:about|of|for|with) (?:the |your )?(?:password|secret)/i,
  },
  {
    name: 'ask-person',
    pattern:
      /\bwhere (?:does|do|is|did) (?:the user|\w+ \w+) (?:currently |now )?(?:live|living|reside)s?\b|\b(?:the )?user'?s? (?:personal |home |email |current |bank |birth|favou?rite|initials|location|date of birth)|\b(?:bank balance|email address|birth ?date|phone number) of (?:the user|[A-Z]\w+ [A-Z]\w+)/i,
  },
  {
    name: 'move-money',
    pattern:
      /\b(?:you (?:must|should now|need to|have to)|immediately|please|now|assistant,?|bot,?|agent,?) (?:transfer|send|withdraw|wire|liquidate|buy|sell|short|long|close|approve|sign) (?:all|everything|\d|the (?:entire|full|whole)|your|my|this|every|max)\b/i,
  },
  {
    name: 'send-to-address',
    pattern:
      /\b(?:transfer|send|withdraw|deposit|forward|move)\b[^.!?\n]{0,60}\b(?:to|into)\b[^.!?\n]{0,40}\b(?:0x[0-9a-f]{40}|bc1[a-z0-9]{20,60}|(?:this|the following|my|our) (?:wallet|address|account))\b/i,
  },
  {
    name: 'decode',
    pattern:
      /\b(?:decode|decrypt|decipher|encode|unscramble|rot ?13|base64|morse(?: code)?|caesar cipher|pig latin|leetspeak|hexadecimal|binary)\b[^\n]{0,60}(?:code|string|message|cipher|says?|following|this|text|base64|['"‘“])/i,
  },
  {
    name: 'encoded',
    pattern: /(?:[.-]{1,6} (?:\/ )?){8,}|(?:[01]{8} ){4,}|(?:\b[0-9a-f]{2} ){12,}|(?:\\x[0-9a-f]{2}){4,}/i,
  },
  {
    name: 'base64-blob',
    pattern:
      /(?<![A-Za-z0-9+/=_-])(?=[A-Za-z0-9+/]{0,60}[a-z])(?=[A-Za-z0-9+/]{0,60}[A-Z])(?=[A-Za-z0-9+/]{0,60}\d)[A-Za-z0-9+/]{48,}={0,2}(?![A-Za-z0-9_-])/,
  },
  {
    name: 'role-marker',
    pattern:
      /<\|[a-z_]{2,24}\|>|\[\/?INST\]|<<\/?SYS>>|(?:^|\n)\s{0,4}#{2,4} ?(?:system|instructions?|assistant|user|human|response)\b|(?:^|[\n"'{])\s{0,4}(?:system|assistant|human|user) ?:(?=\s)|<\/?(?:system|assistant|instructions?|tool_(?:call|response|result)\w*|function_call|user_input|admin)\b[^>]{0,40}>/i,
  },
  {
    name: 'tool-call',
    pattern:
      /"(?:tool_calls?|tool_name|function_call|injected_\w+|structure_format|tool_use|approved_\w+|arguments)"\s{0,4}:|<invoke name=|<function=|\b(?:prefix|prepend|begin(?:ning)?|start(?:ing)?|end) (?:\S+ ){0,4}(?:your|agent|every) (?:response|reply|answer|output)|\b(?:in|to|before|after) your (?:response|reply|answer|output)\b/i,
  },
  {
    name: 'exfiltration',
    pattern:
      /!\[[^\]\n]{0,120}\]\(\s{0,4}(?:https?:|\/\/|data:)|\[[^\]\n]{0,120}\]\(\s{0,4}https?:[^)\s]{0,200}[?&][\w-]{1,20}=(?:\{|\[|%7B|<)|\bjavascript:|\bdata:text\/html|\bon(?:error|load|mouse\w{2,8}|click|focus)\s{0,2}=\s{0,2}["'a-z]|\{\{?[A-Z_]{3,40}\}?\}/i,
  },
  {
    name: 'code',
    pattern:
      /'\s{0,2}(?:or|and)\s{1,2}'?\d'?\s{0,2}=\s{0,2}'?\d|\bunion (?:all )?select\b|;\s{0,2}(?:drop|insert into|delete from|update|shutdown|exec|select)\b(?! (?:on|for|the))|\bdrop table\b|"\$(?:ne|gt|lt|where|regex|eq|in)"|\b\$(?:ne|where)\b|\brm -rf\b|\/etc\/passwd|\b(?:curl|wget) (?:-\w+ )*https?:|\|\s{0,2}(?:ba)?sh\b|\b(?:import (?:os|sys|subprocess|socket)|os\.system|subprocess\.|eval\(|exec\(|__import__|socket\.socket|process\.env|os\.environ)/i,
  },
  {
    name: 'jailbreak',
    pattern:
      /\b(?:unfiltered|uncensored|unrestricted|amoral) (?:AI|answer|response|chat ?bot|model|mode|assistant)|\bno (?:ethical|moral|content) (?:restrictions|guidelines|limits|filter)|\bwithout (?:any )?(?:ethical|moral|content) (?:restrictions|guidelines|limits|filter)|\bbroken free (?:of|from)|\bfree from (?:all )?restrictions\b|\bstay in character\b|\bJAILBREAK\b/i,
  },
  {
    name: 'many-shot',
    pattern: /(?:^|\s)Q: [^\n?]{3,300}\?\s{1,3}A: |(\b\w{2,16}\b)(?: \1){14}/,
  },
  {
    name: 'asks-you',
    pattern:
      /\b(?:can|could|would|will) you (?:please |also |just |now |maybe )?(?:tell|give|explain|share|write|confirm|describe|provide|help|list|summari[sz]e|print|show|repeat|sort|translate|create|generate|name|discuss|solve|calculate|decode)\b|(?:^|[.!?:\n"'] {0,2})(?:please )?(?:write|compose|generate|draft|summari[sz]e|translate|paraphrase|rewrite|repeat|spell|list|answer|calculate|encode|create) (?:me |us )?(?:an? (?:poem|haiku|e-?mail|story|song|essay|python|script|function|code|personal|phishing|summary|list|message|letter|limerick|paragraph)|the following|this (?:text|web ?page|article|e-?mail|resume|paper|sentence)|after me|action items|all (?:the )?words|in (?:base64|rot13|leet))/i,
  },
  {
    name: 'made-up-world',
    pattern:
      /\b(?:hypothetical(?:ly)? (?:speaking|scenario|world|discussion|conversation|situation)|for (?:a|the sake of a?) hypothetical|just for a hypothetical|in a (?:hypothetical|fictional|parallel|alternate) (?:world|universe|setting|scenario)|let's (?:imagine|pretend|say|play a game)|imagine (?:we|you|that you|a world where|yourself)|suppose (?:you|we) (?:are|were))\b/i,
  },
  {
    name: 'korean',
    pattern:
      /(?:이전|위의?|앞의?|앞선|기존|모든|지금까지의?)[^.!?\n]{0,12}(?:지시|명령|지침|규칙|프롬프트|설정|안내)[^.!?\n]{0,10}(?:무시|잊|따르지|어기|삭제)|시스템\s?프롬프트|(?:관리자|개발자|디버그|탈옥|무제한|신)\s?모드|(?:당신|너)(?:은|는) 이제|(?:비밀번호|암호|시드\s?구문|개인\s?키|API\s?키|비밀\s?키)[^.!?\n]{0,12}(?:알려|말해|공유해|출력|보여|무엇입니까|뭐야|무엇인가요|필요해)|(?:역할을\s?(?:해|맡|수행)|인 ?척\s?(?:해|하)|(?:처럼|로서) (?:행동|대답|답변)해)|(?:이|다음|아래)\s?(?:주소|지갑|계좌)로[^.!?\n]{0,20}(?:보내|송금|이체|전송)|(?:전량|전부|모두|즉시)\s?(?:매수|매도|송금|이체)(?:하라|해라|하세요|해\s?주세요|하십시오)|\bAI[^.!?\n]{0,12}(?:야|에게|는 반드시|여)[,:]?\s?(?:반드시|지금)/i,
  },
  {
    name: 'ignore-elsewhere',
    // The same sentence in the languages in which it is most often met.
    pattern:
      /(?<!\p{L})(?:ignor(?:a|e|ez|ieren?|iere|ar|er|are)|olvida|oubliez?|vergiss|dimentica|esque[çc]a|abaikan|lupakan|bỏ qua|quên|unut|yoksay|görmezden|huwag pansinin|kalimutan)(?!\p{L})[^.!?\n]{0,40}(?:instruções|instrucoes|instrucciones|instructions pr|istruz|instruksi|anweisung|hướng dẫn|chỉ dẫn|talimat|yönerge|tagubilin|règles|reglas|consignes|directi|perintah|arahan)|(?:talimat|yönerge)\S{0,8} (?:görmezden|yok ?say|unut|dikkate alma)|(?:игнорир|забудь|проигнорир)\S{0,8}[^.!?\n]{0,40}(?:инструкц|указани|правил)|忽略[^。！？\n]{0,12}(?:指令|指示|提示|内容)|(?:指示|命令)を(?:すべて)?(?:無視|忘れ)|(?:निर्देश|अनुदेश)\S{0,6}[^।!?\n]{0,14}(?:अनदेखी|अवहेलना|भूल|नज़रअंदाज)|নির্দেশ\S{0,6}[^।!?\n]{0,14}(?:উপেক্ষা|ভুলে)|(?:تجاهل|انس)[^.!?\n]{0,24}(?:تعليمات|توجيهات|الأوامر)|(?:เพิกเฉย|ละเว้น|ลืม)[^\n]{0,24}(?:คำสั่ง|คําสั่ง|คำแนะนำ|คําแนะนํา)|Αγνοήστε[^.!?\n]{0,24}οδηγίες/iu,
  },
  {
    name: 'password-elsewhere',
    pattern:
      /contraseña|mot de passe|\bPasswort\b|senha|parola d'ordine|\b(?:la|tua) password|пароль|пароля|паролем|şifre(?:n|ni|niz)?\b|mật khẩu|kata sandi|รหัสผ่าน|पासवर्ड|পাসওয়ার্ড|كلمة (?:المرور|السر)|パスワード|密码|密碼/iu,
  },
];
