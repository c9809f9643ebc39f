// What stands in for the managed Node.js runtime: one invocation after another from the Runtime API, for the handler that
// the function's folder exports.
import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/`

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const sent = request(api + path, { method, agent }, response => {
      const chunks = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => resolve({ headers: response.headers, text: Buffer.concat(chunks).toString() }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const failure = problem =>
  JSON.stringify({ errorType: problem?.name ?? 'Error', errorMessage: String(problem?.message ?? problem) })

let handler
try {
  ;({ handler } = await import(`${process.env.LAMBDA_TASK_ROOT}/handler.mjs`))
} catch (problem) {
  await call('POST', 'init/error', failure(problem))
  process.exit(1)
}

for (;;) {
  const { headers, text } = await call('GET', 'invocation/next')
  const id = headers['lambda-runtime-aws-request-id']
  // The SDK sends it on, as Lambda's guard against recursion needs
  process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id']
  const context = { awsRequestId: id, invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'] }
  try {
    const answer = await handler(JSON.parse(text), context)
    await call('POST', `invocation/${id}/response`, JSON.stringify(answer ?? null))
  } catch (problem) {
    await call('POST', `invocation/${id}/error`, failure(problem))
  }
}
