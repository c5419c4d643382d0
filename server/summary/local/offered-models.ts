import type { OfferedModel } from '../../contract/local-models.ts'

/** A model that people may download, without what depends on this computer. */
export type Offer = Omit<OfferedModel, 'isHere' | 'fits' | 'download'>

const apache = {
  licence: 'Apache 2.0',
  licenceUrl: 'https://www.apache.org/licenses/LICENSE-2.0',
} as const
const llama = {
  licence: 'Llama 3.2 Community License',
  licenceUrl: 'https://www.llama.com/llama3_2/license/',
} as const
const hub = 'https://huggingface.co'
const megabyte = 1_000_000

/**
 * Small models that write German and English and follow a schema, smallest first. Size and checksum are those
 * that the place they come from publishes for the file. Memory is the file, its context of 8,192 tokens
 * (two numbers of 16 bits for each layer, head and dimension of a token) and 300 MB for the work.
 */
export const offers: readonly Offer[] = [
  {
    modelId: 'llama-3.2-1b',
    name: 'Llama 3.2 1B Instruct',
    fileName: 'Llama-3.2-1B-Instruct-Q4_K_M.gguf',
    url: `${hub}/bartowski/Llama-3.2-1B-Instruct-GGUF/resolve/main/Llama-3.2-1B-Instruct-Q4_K_M.gguf`,
    bytes: 807_694_464,
    memoryBytes: 1_400 * megabyte,
    ...llama,
    sha256: '6f85a640a97cf2bf5b8e764087b1e83da0fdb51d7c9fab7d0fece9385611df83',
  },
  {
    modelId: 'qwen2.5-1.5b',
    name: 'Qwen2.5 1.5B Instruct',
    fileName: 'qwen2.5-1.5b-instruct-q4_k_m.gguf',
    url: `${hub}/Qwen/Qwen2.5-1.5B-Instruct-GGUF/resolve/main/qwen2.5-1.5b-instruct-q4_k_m.gguf`,
    bytes: 1_117_320_736,
    memoryBytes: 1_700 * megabyte,
    ...apache,
    sha256: '6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e',
  },
  {
    modelId: 'llama-3.2-3b',
    name: 'Llama 3.2 3B Instruct',
    fileName: 'Llama-3.2-3B-Instruct-Q4_K_M.gguf',
    url: `${hub}/bartowski/Llama-3.2-3B-Instruct-GGUF/resolve/main/Llama-3.2-3B-Instruct-Q4_K_M.gguf`,
    bytes: 2_019_377_696,
    memoryBytes: 3_300 * megabyte,
    ...llama,
    sha256: '6c1a2b41161032677be168d354123594c0e6e67d2b9227c84f296ad037c728ff',
  },
  {
    modelId: 'qwen3-4b',
    name: 'Qwen3 4B',
    fileName: 'Qwen3-4B-Q4_K_M.gguf',
    url: `${hub}/Qwen/Qwen3-4B-GGUF/resolve/main/Qwen3-4B-Q4_K_M.gguf`,
    bytes: 2_497_280_256,
    memoryBytes: 4_000 * megabyte,
    ...apache,
    sha256: '7485fe6f11af29433bc51cab58009521f205840f5b4ae3a32fa7f92e8534fdf5',
  },
]
