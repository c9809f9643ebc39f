// A scheduled fan-out that sleeps: five schedules, each of whose invocations starts its share asynchronously.
import { hello } from '../hello.mjs'

const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))
let lambda

export const handler = async event => {
  if (event.fanOut) {
    const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda')
    lambda ??= new LambdaClient({})
    await Promise.all(
      Array.from({ length: event.fanOut }, () =>
        lambda.send(
          new InvokeCommand({
            FunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
            InvocationType: 'Event',
            Payload: JSON.stringify({ holdMs: event.holdMs })
          })
        )
      )
    )
    return { started: event.fanOut }
  }
  if (event.holdMs) {
    await sleep(event.holdMs)
    return { held: event.holdMs }
  }
  return hello()
}
