import {common} from '../i18n/common';
import {say} from '../i18n/lang';
import type {Problem} from '../api/problem';
import {Banner} from './blocks';
import {Button} from './button';

type Props = {readonly problem: Problem; readonly onRetry?: () => void; readonly text?: string};

/** What happened and what to do, with the code for the service when nothing better is known. */
export function ProblemBanner({problem, onRetry, text}: Props) {
  const t = say(common);
  const words = text ?? (problem.status === 0 ? t.problem.network : problem.detail || t.problem.unknown);
  const unclear = problem.status >= 500 || (problem.status > 0 && !problem.detail && !text);
  return (
    <Banner tone={problem.status === 0 ? 'warn' : 'bad'}>
      <p>{words}</p>
      {problem.wait !== undefined && <p>{t.problem.wait(problem.wait)}</p>}
      {unclear && <p class="small code-text">{t.problem.code(problem.code)}</p>}
      {onRetry && (
        <Button icon="refresh" onClick={onRetry}>
          {t.retry}
        </Button>
      )}
    </Banner>
  );
}
