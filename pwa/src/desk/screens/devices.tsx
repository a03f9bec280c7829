import {useSignal} from '@preact/signals';
import {devices, revokeDevice, type Device} from '../../api/desk';
import type {Problem} from '../../api/problem';
import {ago, dateTime} from '../../i18n/format';
import {deskPeople} from '../../i18n/desk-people';
import {say} from '../../i18n/lang';
import {Badge, EmptyState, Item, List, type Tone} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Confirm} from '../../ui/dialog';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {toast} from '../../ui/toast';

const tones: Record<Device['access'], Tone> = {ok: 'good', expired: 'warn', revoked: 'bad'};

export function Devices() {
  const t = say(deskPeople).devices;
  const all = useLoad(devices);
  const asked = useSignal<Device | null>(null);
  const problem = useSignal<Problem | null>(null);
  const revoke = async (d: Device) => {
    const r = await revokeDevice(d.id);
    problem.value = r.ok ? null : r.problem;
    if (r.ok) toast(t.revokedNow);
    all.again();
  };
  const nameOf = (d: Device) => d.label || t.unnamed;
  return (
    <Page title={t.title} lead={t.lead}>
      {problem.value && <ProblemBanner problem={problem.value} />}
      <Loading of={all}>
        {({devices: list}) =>
          list.length === 0 ? (
            <EmptyState title={t.none}>
              <p class="soft">{t.noneText}</p>
            </EmptyState>
          ) : (
            <List label={t.title}>
              {list.map(d => (
                <Item key={d.id} name={`${d.name} – ${nameOf(d)}`} detail={<Contact device={d} />}>
                  <Badge tone={tones[d.access]}>{t[d.access]}</Badge>
                  {d.access !== 'revoked' && (
                    <Button look="danger" aria-label={t.revokeOf(nameOf(d))} onClick={() => (asked.value = d)}>
                      {t.revoke}
                    </Button>
                  )}
                </Item>
              ))}
            </List>
          )
        }
      </Loading>
      {asked.value && (
        <Confirm
          title={t.revokeTitle}
          text={t.revokeText(nameOf(asked.value), asked.value.name)}
          yes={t.revokeYes}
          onYes={() => asked.value && void revoke(asked.value)}
          onClose={() => (asked.value = null)}
        />
      )}
    </Page>
  );
}

function Contact({device: d}: {readonly device: Device}) {
  const t = say(deskPeople).devices;
  return (
    <>
      {d.lastContact ? (
        <time dateTime={d.lastContact} title={dateTime(d.lastContact)}>
          {t.contact(ago(d.lastContact, Date.now()))}
        </time>
      ) : (
        t.noContact
      )}
      {' · '}
      {t.enrolled(dateTime(d.enrolledAt))}
    </>
  );
}
