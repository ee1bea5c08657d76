/**
 * One kept-alive HTTP/1.1 connection, one request at a time. The bytes of a request are made beforehand, so that the driver
 * takes little of the machine from what it measures.
 */
import { connect } from 'node:net'

/** The bytes of a form posted to the assertion consumer service. */
export function formPost(acsUrl, cookie, fields) {
  const { host, pathname } = new URL(acsUrl)
  const body = new URLSearchParams(fields).toString()
  return Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nOrigin: https://idp.corp.example\r\nCookie: ${cookie}\r\n` +
      `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

/** Opens a connection to loopback. */
export async function openClient(port) {
  const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1')
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let received = ''
  let waiting = null
  let failed = null
  const fail = (error) => {
    failed ??= error
    waiting?.reject(error)
    waiting = null
  }
  socket.on('data', (text) => {
    received += text
    const answer = parse(received)
    if (!answer || !waiting) return
    received = ''
    waiting.resolve(answer)
    waiting = null
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  return {
    send: (bytes) =>
      new Promise((resolve, reject) => {
        if (failed) return reject(failed)
        waiting = { resolve, reject }
        socket.write(bytes)
      }),
    close: () => socket.destroy(),
  }
}

/** The whole answer, or null while some of it is missing. */
function parse(text) {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = text.slice(0, end + 2)
  const body = text.slice(end + 4)
  const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(head)
  if (length && body.length < Number(length[1])) return null
  if (!length && /\r\ntransfer-encoding: *chunked\r\n/i.test(head) && !body.endsWith('0\r\n\r\n')) return null
  return {
    status: Number(head.slice(9, 12)),
    location: /\r\nlocation: *(.*)\r\n/i.exec(head)?.[1] ?? null,
    cookies: [...head.matchAll(/\r\nset-cookie: *([^=]+)=([^;\r]+)/gi)].map((match) => match[1]),
    body,
  }
}
