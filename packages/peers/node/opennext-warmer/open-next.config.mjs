// OpenNext's defaults: what a build of it puts in where nothing is configured.
import converter from './converter.mjs'

export default { warmer: { override: { converter: async () => converter } } }
