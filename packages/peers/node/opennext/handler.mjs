// OpenNext's own wrapper for its server function, which answers its warmer, round a page of ours.
import { hello } from '../hello.mjs'
import wrapper from './wrapper.mjs'

globalThis.serverId = Math.random().toString(36).slice(2, 8)

export const handler = await wrapper.wrapper(async () => hello(), {
  convertFrom: async event => event,
  convertTo: async answer => answer
})
