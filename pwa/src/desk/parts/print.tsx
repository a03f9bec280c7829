// Papers that the server draws: opened in a window of their own, where the browser prints them.
import type {ComponentChildren} from 'preact';
import {lang} from '../../i18n/lang';

type Props = {readonly of: string; readonly children: ComponentChildren; readonly onOpen?: () => void};

/** of is the address below /api/paper, such as `rounds/ID` or `slips?day=2026-11-23`. */
export const PrintLink = ({of, children, onOpen}: Props) => (
  <a
    class="button secondary"
    href={`/api/paper/${of}${of.includes('?') ? '&' : '?'}lang=${lang.value}`}
    target="_blank"
    rel="noopener"
    onClick={onOpen}
  >
    <span>{children}</span>
  </a>
);
