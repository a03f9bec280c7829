import {Component, type ComponentChildren} from 'preact';
import {signal} from '@preact/signals';
import {common} from '../i18n/common';
import {say} from '../i18n/lang';
import {Button} from './button';
import {CopyButton} from './copy';
import {Page} from './page';

/** What broke the screen, also outside a render. Set once; a reload clears it. */
export const broken = signal<unknown>(null);

/** Short enough to read over the telephone, enough to find the line: name, words, first place. */
export function detailCode(e: unknown): string {
  if (!(e instanceof Error)) return `${__APP__} ${String(e).slice(0, 120)}`;
  const place = /[\w.-]+\.(?:js|tsx?):\d+:\d+/.exec(e.stack ?? '')?.[0] ?? '';
  return `${__APP__} ${e.name}: ${e.message.slice(0, 120)} ${place}`.trim();
}

function FaultScreen({error}: {readonly error: unknown}) {
  const t = say(common).fault;
  const code = detailCode(error);
  return (
    <main class="main" id="main">
      <Page title={t.title} narrow>
        <p>{t.happened}</p>
        <p>{t.kept}</p>
        <p>{t.todo}</p>
        <p class="code-text card">{code}</p>
        <div class="row">
          <Button look="primary" icon="refresh" onClick={() => location.reload()}>
            {t.reload}
          </Button>
          <CopyButton text={code} />
        </div>
      </Page>
    </main>
  );
}

/** Shows the help screen instead of a blank page when a screen throws. */
export class Guard extends Component<{children: ComponentChildren}> {
  override componentDidCatch(e: unknown): void {
    broken.value = e;
  }
  override render() {
    return broken.value === null ? this.props.children : <FaultScreen error={broken.value} />;
  }
}
