/** The text that each version of each prompt has, for ever: records of the past name a version and mean these words. */
export const PROMPT_HASHES: Readonly<Record<string, string>> = {
  'news-reader@1': '8555db369b35bfb6dc489f2e5a2718537014815c56e6d2c4567e8695ae64fede',
  'indicator-interpretation@1': 'aeacfce70ec93d1ccc05d86f7667f0dcd99f83688c1d00b727f538566b2079d4',
  'investment-ratio@1': '3bc299fc40c82e7d46834420e350b2e670557222d0a910f570b7b1252749c3dd',
  'market-analysis@1': '50263ef1ae626a0a94fa895a5423fe2ff16fef70410406975fcce3f3efadf827',
  'portfolio-optimisation@1': '7a692d49a8df3378821c3ad67beac9d407e418f25c77a6e8cdc9462bfcdd47f0',
  'quoted-words@1': '271b228b1627c532393bc6af7320bf94b7ce6666cb63c511bb5b1aea6b02b377',
  'review-news@1': 'dde7e1cba62a6fbedad81a9f500d4c03df189c9be65551dd4292cbf3593c8aeb',
  'review-risk@1': '16fca44f756a20789ceff1e32c1b0ba285ba1d407321117b55d2ae137a4cf286',
  'review-technical@1': '2dda171336b36370cc6ef45c6f477969788cfecf1c0659ca90e83b40ef7065f8',
  'assistant-en@1': '36644336a33b36d624afa27ea9aa9b91292bf328fb11a0e3241952842f3ca4fc',
  'assistant-ko@1': 'd39be16518865a2729524902cf517093d4c50d4a4640b3fb7e2f2192b78c26e3',
};
