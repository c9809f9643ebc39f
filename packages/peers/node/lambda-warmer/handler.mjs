// As lambda-warmer's README has it.
import warmer from 'lambda-warmer'
import { hello } from '../hello.mjs'

export const handler = async (event, context) => {
  if (await warmer(event, { correlationId: context.awsRequestId }, context)) return 'warmed'
  return hello()
}
