// Writes the files tokenizers are compared with: a small tokenizer each, and what Hugging Face's library makes of texts.
//   npm install tokenizers@0.23.2
//   node make_tokenizers.cjs ../Reference
// A case has text, pair, ids, types, special, attention (if a token is padding), offsets (in UTF-16), plain (ids without special tokens)
// and decoded.
const fs = require('fs');
const { Tokenizer } = require('tokenizers');
const out = process.argv[2];

const corpus = `the quick brown fox jumps over the lazy dog. hello world, hello there! it's the tokenizer's job to split words: don't, we've, they're.
unbelievable unaffordable tokens tokenization tokenized running runner walked walking. numbers 12 123 1234 2024 3.14.
for (int i = 0; i < n; i++) { return value; } the café naïve résumé. straße größe. привет мир. 你好 世界 今天天气. สวัสดี. hello    world  the   end`;

function bpe(words, alphabet, count, suffix = '') {       // words: arrays of symbols
  const vocab = [...alphabet]; const have = new Set(vocab); const merges = [];
  let seqs = words.map(w => [...w]);
  while (merges.length < count) {
    const freq = new Map();
    for (const s of seqs) for (let i = 0; i + 1 < s.length; i++) { const k = s[i] + '\u0001' + s[i + 1]; freq.set(k, (freq.get(k) || 0) + 1); }
    let best = null, n = 1; for (const [k, v] of freq) if (v > n || (v === n && best && k < best)) { best = k; n = v; }
    if (!best) break;
    const [a, b] = best.split('\u0001'); merges.push([a, b]);
    if (!have.has(a + b)) { have.add(a + b); vocab.push(a + b); }
    seqs = seqs.map(s => { const r = []; for (let i = 0; i < s.length; i++) { if (i + 1 < s.length && s[i] === a && s[i + 1] === b) { r.push(a + b); i++; } else r.push(s[i]); } return r; });
  }
  return { vocab, merges };
}
function byteAlphabet() { const a = []; let n = 0; for (let b = 0; b < 256; b++) { const p = (b >= 33 && b <= 126) || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE); a.push(String.fromCodePoint(p ? b : 256 + n++)); } return a; }
const bytes = byteAlphabet();
const toBytes = s => [...Buffer.from(s, 'utf8')].map(b => bytes[b]).join('');
const gpt2re = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
const llama3re = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const ids = list => Object.fromEntries(list.map((t, i) => [t, i]));
const special = (id, content, o = {}) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...o });
const byteWords = corpus.match(gpt2re).map(w => [...toBytes(w)]);
const byteBpe = bpe(byteWords, bytes, 150);

const specs = {};
{ // BERT
  const chars = [...new Set([...corpus.toLowerCase().normalize('NFD').replace(/\p{Mn}|\s/gu, '')])];
  const words = ['the', 'quick', 'hello', 'world', 'token', '##ization', '##izer', '##ized', 'un', '##believ', '##able', '##afford', 'run', '##ning', '##ner', 'walk', '##ed', '##ing', 'don', 'we', 've', 'number', '##s', 'cafe', 'naive', '🙂', '##🙂', '2024', '12', '##34'];
  const vocab = [...new Set(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words, ...chars, ...chars.filter(c => /[a-z0-9]/.test(c)).map(c => '##' + c)])];
  const bert = (lowercase, extra = {}) => ({ version: '1.0', truncation: null, padding: null,
    added_tokens: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'].map((t, i) => special(i, t)),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'TemplateProcessing', single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }],
      pair: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }, { SpecialToken: { id: '[SEP]', type_id: 1 } }],
      special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } } },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: ids(vocab) }, ...extra });
  specs['bert-uncased'] = bert(true);
  const small = vocab.slice(0, 35).concat(['H', '##ello', 'é', 'W', '##orld', 'h', '##h', 'e', '##e', '.', ',']);
  const cased = bert(false, { truncation: { max_length: 8, stride: 0, strategy: 'LongestFirst', direction: 'Right' }, padding: { strategy: { Fixed: 12 }, direction: 'Right', pad_to_multiple_of: 8, pad_id: 0, pad_type_id: 0, pad_token: '[PAD]' },
    post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] } });
  cased.model.vocab = ids([...new Set(small)]);
  specs['bert-cased-truncated'] = cased;
}
{ // GPT-2
  const vocab = [...byteBpe.vocab, '<|endoftext|>'];
  specs['gpt2'] = { version: '1.0', truncation: null, padding: null, added_tokens: [special(vocab.length - 1, '<|endoftext|>')], normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true }, post_processor: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: '', end_of_word_suffix: '', fuse_unk: false, byte_fallback: false, ignore_merges: false, vocab: ids(vocab), merges: byteBpe.merges.map(m => m.join(' ')) } };
}
{ // RoBERTa
  const vocab = ['<s>', '<pad>', '</s>', '<unk>', ...byteBpe.vocab, '<mask>'];
  specs['roberta'] = { version: '1.0', truncation: null, padding: null,
    added_tokens: [special(0, '<s>', { normalized: true }), special(1, '<pad>', { normalized: true }), special(2, '</s>', { normalized: true }), special(3, '<unk>', { normalized: true }), special(vocab.length - 1, '<mask>', { lstrip: true })],
    normalizer: null, pre_tokenizer: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    post_processor: { type: 'RobertaProcessing', sep: ['</s>', 2], cls: ['<s>', 0], trim_offsets: true, add_prefix_space: true }, decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: '', end_of_word_suffix: '', fuse_unk: false, vocab: ids(vocab), merges: byteBpe.merges } };
}
{ // Llama 2
  const alphabet = [...new Set([...corpus.replace(/[ \n]/g, '▁').replace(/[今天气สวัสดีприветмир]/gu, '')])];
  const text = corpus.replace(/\n/g, ' ').split(/(?<= )/).map(w => ['▁', ...w.trim()]).filter(w => w.every(c => alphabet.includes(c)));
  const learned = bpe(text.concat([['▁', '▁', '▁', '▁'], ['▁', '▁', '▁', '▁']]), [], 160);
  const byteTokens = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, '0')}>`);
  const vocab = [...new Set(['<unk>', '<s>', '</s>', ...byteTokens, ...learned.vocab, ...alphabet])];
  const llama = (normalizer, pre) => ({ version: '1.0', truncation: null, padding: null, added_tokens: [special(0, '<unk>'), special(1, '<s>'), special(2, '</s>')],
    normalizer, pre_tokenizer: pre,
    post_processor: { type: 'TemplateProcessing', single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }], pair: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '<s>', type_id: 1 } }, { Sequence: { id: 'B', type_id: 1 } }], special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } } },
    decoder: { type: 'Sequence', decoders: [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }] },
    model: { type: 'BPE', dropout: null, unk_token: '<unk>', continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: true, byte_fallback: true, ignore_merges: false, vocab: ids(vocab), merges: learned.merges.map(m => m.join(' ')) } });
  specs['llama2'] = llama({ type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }] }, null);
  specs['llama2-metaspace'] = llama(null, { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false });
  specs['llama2-metaspace'].decoder = { type: 'Sequence', decoders: [{ type: 'ByteFallback' }, { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false }] };
}
{ // Llama 3
  const vocab = [...byteBpe.vocab, 'Ġhello', 'Ġworld', 'Hello', 'ĠðŁĻĤ'].filter((t, i, a) => a.indexOf(t) === i); const n = vocab.length;
  const names = ['<|begin_of_text|>', '<|end_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'];
  specs['llama3'] = { version: '1.0', truncation: null, padding: null, added_tokens: names.map((t, i) => special(n + i, t)), normalizer: null,
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Split', pattern: { Regex: llama3re }, behavior: 'Isolated', invert: false }, { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false }] },
    post_processor: { type: 'Sequence', processors: [{ type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true }, { type: 'TemplateProcessing', single: [{ SpecialToken: { id: names[0], type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }], pair: [{ SpecialToken: { id: names[0], type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: names[0], type_id: 1 } }, { Sequence: { id: 'B', type_id: 1 } }], special_tokens: { [names[0]]: { id: names[0], ids: [n], tokens: [names[0]] } } }] },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: true, vocab: ids(vocab), merges: byteBpe.merges.map(m => m.join(' ')) } };
}
{ // Unigram
  const chars = [...new Set([...corpus.replace(/\s/g, '').replace(/[今天气]/gu, '')])];
  const words = ['▁', '▁the', '▁hello', '▁world', '▁token', 'ization', 'izer', 'ized', 'ing', 'ed', 'er', '▁un', 'believ', 'able', 'afford', '▁run', 'n', '▁walk', 'th', 'he', 'llo', 's', "'s", "n't", '▁你好', '好'];
  const vocab = [['<unk>', 0], ['<s>', 0], ['</s>', 0]].concat(words.map((w, i) => [w, -2 - i * 0.125])).concat(chars.filter(c => !words.includes(c)).map((c, i) => [c, -8 - i * 0.0625]));
  specs['unigram'] = { version: '1.0', truncation: null, padding: null, added_tokens: [special(0, '<unk>'), special(1, '<s>'), special(2, '</s>'), special(vocab.length, '<mask>', { lstrip: true })],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }] }, pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    post_processor: { type: 'TemplateProcessing', single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }], pair: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }, { Sequence: { id: 'B', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }], special_tokens: { '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] } } },
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }, model: { type: 'Unigram', unk_id: 0, vocab, byte_fallback: false } };
}
{ // The tokenizer.json of SentencePiece models, as Hugging Face's converter writes it: all pairs that make a token, by its score
  const base = specs['llama2']; const pieces = Object.entries(base.model.vocab).sort((a, b) => a[1] - b[1]).map(e => e[0]); const have = new Set(pieces); const merges = [];
  pieces.forEach((p, id) => { if (id < 259) return; const c = [...p]; for (let i = 1; i < c.length; i++) { const a = c.slice(0, i).join(''), b = c.slice(i).join(''); if (have.has(a) && have.has(b)) merges.push([id, base.model.vocab[a], base.model.vocab[b], a, b]); } });
  merges.sort((x, y) => x[0] - y[0] || x[1] - y[1] || x[2] - y[2]);
  specs['sentencepiece-bpe'] = { ...base, model: { ...base.model, merges: merges.map(m => [m[3], m[4]]) } };
  const u = specs['unigram'];
  specs['sentencepiece-unigram'] = { ...u, added_tokens: u.added_tokens.slice(0, 3), normalizer: base.normalizer, pre_tokenizer: null };
}
{ // CLIP: suffixes, unknown tokens
  const words = corpus.toLowerCase().match(/[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+/gu).filter(w => /^[a-z0-9.,!']+$/.test(w)).map(w => { const c = [...w]; c[c.length - 1] += '</w>'; return c; });
  const alphabet = [...new Set(words.flat().concat([...'abcdefghijklmnopqrstuvwxyz0123456789.,!'], [...'abcdefghijklmnopqrstuvwxyz0123456789.,!'].map(c => c + '</w>')))];
  const learned = bpe(words, alphabet, 100); const vocab = [...learned.vocab, '<|startoftext|>', '<|endoftext|>']; const n = vocab.length;
  specs['clip'] = { version: '1.0', truncation: null, padding: { strategy: 'BatchLongest', direction: 'Left', pad_to_multiple_of: 4, pad_id: n - 1, pad_type_id: 0, pad_token: '<|endoftext|>' }, added_tokens: [special(n - 2, '<|startoftext|>', { normalized: true }), special(n - 1, '<|endoftext|>')],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' }, { type: 'Lowercase' }] },
    pre_tokenizer: { type: 'Split', pattern: { Regex: "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" }, behavior: 'Removed', invert: true },
    post_processor: { type: 'RobertaProcessing', sep: ['<|endoftext|>', n - 1], cls: ['<|startoftext|>', n - 2], trim_offsets: false, add_prefix_space: false }, decoder: { type: 'BPEDecoder', suffix: '</w>' },
    model: { type: 'BPE', dropout: null, unk_token: '<|endoftext|>', continuing_subword_prefix: '', end_of_word_suffix: '</w>', fuse_unk: false, vocab: ids(vocab), merges: learned.merges.map(m => m.join(' ')) } };
}
{ // Word level: the other kinds
  const vocab = ['[UNK]', 'hello', 'world', 'the', 'cafe', '.', ',', '!', '1', '2', '3', '4', '12', '123', "'", 's', 'it', 'don', 't', 'world.', 'ab', '<tag>', '你好', '世界', 'ⓐ', 'क्षि'];
  const wl = (normalizer, pre_tokenizer, added = []) => ({ version: '1.0', truncation: null, padding: null, added_tokens: added.map((t, i) => ({ id: vocab.length + i, single_word: false, lstrip: false, rstrip: false, normalized: true, special: false, ...t })), normalizer, pre_tokenizer, post_processor: null, decoder: null, model: { type: 'WordLevel', vocab: ids(vocab), unk_token: '[UNK]' } });
  const norm = { type: 'Sequence', normalizers: [{ type: 'NFKD' }, { type: 'StripAccents' }, { type: 'Lowercase' }, { type: 'Strip', strip_left: true, strip_right: true }, { type: 'Replace', pattern: { Regex: '\\p{Sc}|[#@]+' }, content: '' }] };
  specs['whitespace'] = wl(norm, { type: 'Sequence', pretokenizers: [{ type: 'Whitespace' }, { type: 'Digits', individual_digits: true }] }, [{ content: 'hello world' }, { content: 'fox', single_word: true, rstrip: true }, { content: 'fo', lstrip: true }, { content: 'é' , normalized: false }]);
  specs['whitespace-split'] = wl({ type: 'Lowercase' }, { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, { type: 'Punctuation', behavior: 'MergedWithPrevious' }, { type: 'Digits', individual_digits: false }] }, [{ content: 'THE', single_word: true, normalized: false }]);
  specs['splits'] = wl(null, { type: 'Sequence', pretokenizers: [{ type: 'CharDelimiterSplit', delimiter: ' ' }, { type: 'Split', pattern: { String: 'l' }, behavior: 'MergedWithNext', invert: false }, { type: 'Split', pattern: { Regex: '[aeiou]' }, behavior: 'Contiguous', invert: false }, { type: 'Punctuation', behavior: 'Contiguous' }] });
}

const texts = ['', ' ', '   ', 'hello world', 'Hello world', 'Hello, world!', ' hello  world  ', "It's the tokenizer's job; don't, we've, THEY'RE!", 'unbelievable unaffordable tokenization', 'the\tquick\n\nbrown\r\nfox ', 'café naïve résumé', 'cafe\u0301 re\u0301sume\u0301 o\u0323\u0302', 'ÀÉÎÕÜ ñ Ç ß İstanbul ΣΑΣ', '你好世界', '今天天气 hello 好', '豈\u{20000}a\u{2A700}', 'สวัสดีชาวโลก', 'नमस्ते क्षि', 'привет мир', 'مرحبا بالعالم', 'שלום', '안녕하세요', '\u1112\u1161\u11ab\u1100\u1173\u11af', '🙂', 'hello 🙂 world🙂🙂', '👨‍👩‍👧‍👦 🏳️‍🌈 🇩🇪', '𝒳𝓎 𝟙𝟚 𐐀𐐨', 'ⓐ ﬁ ½ ² Ⅷ № ｈｅｌｌｏ ｶﾞ', 'a\u0000b\u0007c\u200bd\u200de\ufefff\u00adg', 'x\u00a0y\u2003z\u3000w\u2028v\u0085u', '12 123 1234 3.14 2024', 'for (int i = 0; i < n; i++) { return value; }', 'hello [MASK] world [SEP]', '[CLS]hello[SEP]', '<s>hello</s> <mask> world', ' <mask>  hello', 'hello <|endoftext|> world<|eot_id|>', '<|begin_of_text|><|start_header_id|>the<|end_header_id|>\n\nhello', '<|startoftext|> HELLO WORLD foxes fox  fo é THE them', '<0x41> ▁hello ▁', 'word' + 'a'.repeat(120) + ' end', '$#@ € # hello', '…—“quotes” ‘x’ «y» ¿z? ~`^|=+<>', 'a  b   c    d\n \n  e', 'the 🥰 \u{1FAE0} \u{1F9FF} \u0378 \ue000', '\ufffd hello', 'it’s', '... !!! ?!', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'ₐ₁ ⁵ ª º', '\u0301abc', 'e\u0301\u0323 q\u0307\u0323'];
const pairs = [['hello', 'world'], ['', 'hello'], ['hello world', ''], ['the quick brown fox jumps over', 'it'], ['the', 'quick brown fox jumps over the lazy dog'], ['the quick brown fox jumps', 'over the lazy dog again'], ['', '']];

(async () => {
  for (const [name, spec] of Object.entries(specs)) {
    const t = Tokenizer.fromString(JSON.stringify(spec)); const cases = [];
    for (const [text, pair] of texts.map(x => [x, null]).concat(pairs)) {
      const e = await t.encode(text, pair); const p = await t.encode(text, pair, { addSpecialTokens: false });
      const map = [text, pair || ''].map(s => { const m = [0]; for (const c of s) m.push(m[m.length - 1] + c.length); return m; });
      const seq = e.getSequenceIds();
      const entry = { text, ...(pair === null ? {} : { pair }), ids: e.getIds(), types: e.getTypeIds(), special: e.getSpecialTokensMask(), attention: e.getAttentionMask(),
        offsets: e.getOffsets().map(([a, b], i) => seq[i] == null ? [a, b] : [map[seq[i]][a], map[seq[i]][b]]).flat(), plain: p.getIds(), decoded: await t.decode(e.getIds(), true) };
      if (e.getAttentionMask().every(x => x === 1)) delete entry.attention;
      cases.push(entry);
    }
    fs.writeFileSync(`${out}/${name}.json`, JSON.stringify({ source: 'Hugging Face tokenizers 0.23', tokenizer: spec, cases }).replace(/[\u0000-\u001f\u007f-\u00a0\u00ad\u0300-\u036f\u0378\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ue000-\uf8ff\ufe00-\ufe0f\ufeff\ufff0-\uffff]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0')) + '\n');
    console.log(name, cases.length, fs.statSync(`${out}/${name}.json`).size);
  }
})();
