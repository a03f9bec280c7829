// The round on paper, from the driver's phone: fetched when asked for, never kept by the app.
import {useSignal} from '@preact/signals';
import {noAnswer, readProblem, type Problem} from '../../api/problem';
import {lang, say} from '../../i18n/lang';
import {office} from '../../i18n/office';
import {Card} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {ProblemBanner} from '../../ui/problem';
import {tour} from '../phone';
import {asDevice} from '../push';

const PATIENCE = 60_000;

/** The phone shows itself in a header, so a plain link would be refused. */
async function fetchPaper(path: string): Promise<Blob | Problem> {
  try {
    const headers = {...(await asDevice()), 'Accept-Language': lang.peek()};
    const reply = await fetch(path, {headers, credentials: 'omit', signal: AbortSignal.timeout(PATIENCE)});
    if (reply.ok) return await reply.blob();
    return readProblem(await reply.json().catch(() => null), reply);
  } catch {
    return noAnswer;
  }
}

function hand(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads it after the click returns.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function Papers() {
  const t = say(office).papers;
  const {rounds} = tour.value;
  const busy = useSignal('');
  const problem = useSignal<Problem | null>(null);
  if (rounds.length === 0) return null;
  const get = async (round: string, what: 'sheet' | 'slips') => {
    const path = `/api/paper/own/${encodeURIComponent(round)}/${what}?lang=${lang.peek()}`;
    busy.value = path;
    problem.value = null;
    const got = await fetchPaper(path);
    busy.value = '';
    if (got instanceof Blob) hand(got, `${t.file[what]}.pdf`);
    else problem.value = got;
  };
  return (
    <Card title={t.title} id="papers">
      <div class="stack">
        <p class="soft">{t.lead}</p>
        {problem.value && (
          <div role="alert">
            <ProblemBanner problem={problem.value} />
          </div>
        )}
        {rounds.map(({round}) => (
          <>
            <Button busy={busy.value !== ''} onClick={() => void get(round.id, 'sheet')}>
              {t.sheet}
            </Button>
            <Button busy={busy.value !== ''} onClick={() => void get(round.id, 'slips')}>
              {t.slips}
            </Button>
          </>
        ))}
      </div>
    </Card>
  );
}
