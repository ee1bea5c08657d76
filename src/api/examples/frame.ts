/** Examples of the shapes in `contract/frame.ts`. */
export const frame = {
  problem: {
    type: '/errors#not_found',
    title: 'There is nothing here.',
    status: 404,
    code: 'not_found',
    detail: 'There is no such user.',
    reference: '019ab3c4-5d6e-7000-8000-000000000018',
  },
}
