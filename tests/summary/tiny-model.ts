import { writeFileSync } from 'node:fs'

/** What the values of a GGUF file may be; the numbers are those of the format. */
type Value =
  | { type: 4; value: number }
  | { type: 5; value: number }
  | { type: 6; value: number }
  | { type: 7; value: boolean }
  | { type: 8; value: string }
  | { type: 9; of: 5 | 6 | 8; value: readonly (string | number)[] }

const uint32 = (value: number): Value => ({ type: 4, value })
const float32 = (value: number): Value => ({ type: 6, value })
const text = (value: string): Value => ({ type: 8, value })

const width = 64
const layers = 2
const heads = 4
const hidden = 128

const control = ['<unk>', '<s>', '</s>', '<|im_start|>', '<|im_end|>']
const endOfTurn = control.indexOf('<|im_end|>')
const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).map((char) =>
  char === ' ' ? '\u2581' : char,
)
const vocabulary: { token: string; kind: number }[] = [
  ...control.map((token, at) => ({ token, kind: at === 0 ? 2 : 3 })),
  ...Array.from({ length: 256 }, (_, byte) => ({
    token: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
    kind: 6,
  })),
  ...printable.map((token) => ({ token, kind: 1 })),
]
/** Signs that end a string, a list or an object come more often, so that answers are short. */
const likely: Readonly<Record<string, number>> = { '"': 5, ']': 3, '}': 5, ',': 1, '<|im_end|>': 2 }

const template =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"

/**
 * Writes a model that has learnt nothing: the architecture of Llama in its smallest size, with weights
 * by chance. What it says is noise, but it is said by a real engine: real tokens, a real context, real
 * grammars.
 *
 * @param contextTokens that the model says it was trained for
 */
export function writeTinyModel(file: string, contextTokens: number): void {
  const metadata: [string, Value][] = [
    ['general.architecture', text('llama')],
    ['general.name', text('tiny')],
    ['llama.context_length', uint32(contextTokens)],
    ['llama.embedding_length', uint32(width)],
    ['llama.block_count', uint32(layers)],
    ['llama.feed_forward_length', uint32(hidden)],
    ['llama.attention.head_count', uint32(heads)],
    ['llama.attention.head_count_kv', uint32(heads)],
    ['llama.attention.layer_norm_rms_epsilon', float32(1e-5)],
    ['llama.rope.dimension_count', uint32(width / heads)],
    ['llama.vocab_size', uint32(vocabulary.length)],
    ['tokenizer.ggml.model', text('llama')],
    ['tokenizer.ggml.tokens', { type: 9, of: 8, value: vocabulary.map(({ token }) => token) }],
    ['tokenizer.ggml.scores', { type: 9, of: 6, value: vocabulary.map(() => 0) }],
    ['tokenizer.ggml.token_type', { type: 9, of: 5, value: vocabulary.map(({ kind }) => kind) }],
    ['tokenizer.ggml.unknown_token_id', uint32(0)],
    ['tokenizer.ggml.bos_token_id', uint32(1)],
    ['tokenizer.ggml.eos_token_id', uint32(endOfTurn)],
    ['tokenizer.ggml.add_bos_token', { type: 7, value: false }],
    ['tokenizer.ggml.add_space_prefix', { type: 7, value: false }],
    ['tokenizer.chat_template', text(template)],
  ]
  writeFileSync(file, gguf(metadata, weights()))
}

interface Tensor {
  name: string
  /** Fastest first. */
  shape: readonly number[]
  values: Float32Array
}

function weights(): Tensor[] {
  const chance = random(42)
  const tensor = (name: string, ...shape: number[]): Tensor => ({
    name,
    shape,
    values: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => chance() * 0.08),
  })
  const ones = (name: string): Tensor => ({
    name,
    shape: [width],
    values: new Float32Array(width).fill(1),
  })
  const embedding = tensor('token_embd.weight', width, vocabulary.length)
  const output = tensor('output.weight', width, vocabulary.length)
  vocabulary.forEach(({ token }, at) => {
    // The first number of every state is large, so it can carry a preference for a token.
    embedding.values[at * width] = 4
    output.values[at * width] = (likely[token] ?? 0) / Math.sqrt(width)
  })
  return [
    embedding,
    ...Array.from({ length: layers }, (_, layer) => [
      ones(`blk.${layer}.attn_norm.weight`),
      tensor(`blk.${layer}.attn_q.weight`, width, width),
      tensor(`blk.${layer}.attn_k.weight`, width, width),
      tensor(`blk.${layer}.attn_v.weight`, width, width),
      tensor(`blk.${layer}.attn_output.weight`, width, width),
      ones(`blk.${layer}.ffn_norm.weight`),
      tensor(`blk.${layer}.ffn_gate.weight`, width, hidden),
      tensor(`blk.${layer}.ffn_up.weight`, width, hidden),
      tensor(`blk.${layer}.ffn_down.weight`, hidden, width),
    ]).flat(),
    ones('output_norm.weight'),
    output,
  ]
}

/** Numbers between -1 and 1, the same in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1
  }
}

const alignment = 32

/** The file format, version 3: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md */
function gguf(metadata: readonly [string, Value][], tensors: readonly Tensor[]): Buffer {
  const head: Buffer[] = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(metadata.length)]
  for (const [key, value] of metadata) head.push(string(key), u32(value.type), valueOf(value))
  const data: Buffer[] = []
  let offset = 0
  for (const { name, shape, values } of tensors) {
    // Type 0 is 32-bit floats.
    head.push(string(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset))
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
    const padding = Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)
    data.push(bytes, padding)
    offset += bytes.length + padding.length
  }
  const size = head.reduce((sum, part) => sum + part.length, 0)
  head.push(Buffer.alloc((alignment - (size % alignment)) % alignment))
  return Buffer.concat([...head, ...data])
}

function valueOf(value: Value): Buffer {
  switch (value.type) {
    case 4:
      return u32(value.value)
    case 5:
      return i32(value.value)
    case 6:
      return f32(value.value)
    case 7:
      return Buffer.from([value.value ? 1 : 0])
    case 8:
      return string(value.value)
    case 9: {
      const writers = { 5: i32, 6: f32, 8: string }
      const write = writers[value.of] as (item: string | number) => Buffer
      return Buffer.concat([u32(value.of), u64(value.value.length), ...value.value.map(write)])
    }
  }
}

const numbered =
  (size: number, write: (buffer: Buffer, value: number) => void) =>
  (value: number): Buffer => {
    const buffer = Buffer.alloc(size)
    write(buffer, value)
    return buffer
  }
const u32 = numbered(4, (buffer, value) => buffer.writeUInt32LE(value))
const i32 = numbered(4, (buffer, value) => buffer.writeInt32LE(value))
const f32 = numbered(4, (buffer, value) => buffer.writeFloatLE(value))
const u64 = numbered(8, (buffer, value) => buffer.writeBigUInt64LE(BigInt(value)))

function string(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([u64(bytes.length), bytes])
}
