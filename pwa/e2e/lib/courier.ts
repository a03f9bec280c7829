// A driver's phone without a screen: it enrols and sends what it did as the app would.

/** more is what else the act says, such as photos that it announces. */
type Say = (slip: string, kind: string, data: object, more?: object) => Promise<void>;

export const signature = {strokes: [2, 10, 10, 20, 20], w: 300, h: 100};

export async function openCourier(origin: string, ticket: {readonly code: string}): Promise<Say> {
  const epoch = '0190e000-0000-7000-8000-000000000001';
  const json = {'content-type': 'application/json', origin};
  const enrolled = await fetch(`${origin}/api/enrol`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({code: ticket.code, epoch, charter: true}),
  });
  if (!enrolled.ok) throw new Error(`enrol: ${enrolled.status} ${await enrolled.text()}`);
  const {device, secret} = (await enrolled.json()) as {device: string; secret: string};
  let seq = 0;
  return async (slip, kind, data, more = {}) => {
    const at = new Date().toISOString();
    seq += 1;
    // Two phones of one test must not make the same id.
    const id = `0190e000-0000-7000-${device.slice(-4)}-1${String(seq).padStart(11, '0')}`.replace(
      /-\w(\w{3})-(?=1)/,
      '-8$1-',
    );
    const act = {id, seq, kind, v: 1, slip, basis: 0, at, data, ...more};
    const reply = await fetch(`${origin}/api/exchange`, {
      method: 'POST',
      headers: {...json, authorization: `Portage ${device}.${secret}`},
      body: JSON.stringify({proto: 1, device, epoch, app: 'e2e', sentAt: at, issued: seq, acts: [act], have: {}}),
    });
    const text = await reply.text();
    if (!reply.ok || !text.includes('"stored"')) throw new Error(`exchange: ${reply.status} ${text}`);
  };
}
