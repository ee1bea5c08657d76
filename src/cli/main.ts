#!/usr/bin/env node
import { jitup } from './jitup.ts'

const write = (stream: NodeJS.WriteStream) => (text: string) => {
  stream.write(text)
}
const io = { stdin: process.stdin, stdout: write(process.stdout), stderr: write(process.stderr) }
process.exitCode = await jitup(process.argv.slice(2), io)
