import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

/** The town's own promises, a line each, beside Portage's. Without an answer there are none: enrolling asks for the network anyway. */
export function useCharter(): readonly string[] {
  const lines = useSignal<readonly string[]>([]);
  useEffect(() => {
    const ended = new AbortController();
    fetch('/api/charter', {signal: ended.signal})
      .then(async r => (r.ok ? ((await r.json()) as {text: string}).text : ''))
      .then(
        text =>
          (lines.value = text
            .split('\n')
            .map(s => s.trim())
            .filter(Boolean)),
      )
      .catch(() => {});
    return () => ended.abort();
  }, []);
  return lines.value;
}
