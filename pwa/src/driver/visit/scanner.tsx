import {useSignal} from '@preact/signals';
import {useEffect, useRef} from 'preact/hooks';
import {common} from '../../i18n/common';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Banner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {openDetector, type Detector} from './detector';

type Props = {
  readonly onCode: (text: string) => Promise<'done' | 'again'>;
  readonly onClose: () => void;
};

/** A torch is in no DOM type yet. */
type Torch = {torch?: boolean};

const PATIENCE = 20; // failed looks in a row
const PAUSE = 120; // between two looks: at most eight a second, so that the phone stays cool

/** The camera until a code fits. What it may not do is said, and the typed code is beside it. */
export function Scanner({onCode, onClose}: Props) {
  const t = say(visit).check;
  const video = useRef<HTMLVideoElement>(null);
  const trouble = useSignal('');
  const track = useSignal<MediaStreamTrack | null>(null);
  const lit = useSignal(false);
  const tries = useSignal(1);
  const code = useRef(onCode);
  code.current = onCode;

  useEffect(() => {
    trouble.value = '';
    const ending = new AbortController();
    let stream: MediaStream | undefined;
    const run = async () => {
      const {mediaDevices} = navigator as Partial<Pick<Navigator, 'mediaDevices'>>;
      if (!mediaDevices) throw new Error('no camera here');
      const [detector, opened] = await Promise.all([
        openDetector(),
        mediaDevices.getUserMedia({video: {facingMode: 'environment', width: {ideal: 1280}}, audio: false}),
      ]);
      stream = opened;
      if (ending.signal.aborted || !video.current) return;
      track.value = opened.getVideoTracks()[0] ?? null;
      video.current.srcObject = opened;
      await video.current.play();
      await watch(video.current, detector, ending.signal, text => code.current(text));
    };
    run()
      .catch(() => {
        if (!ending.signal.aborted) trouble.value = t.noCamera;
      })
      .finally(() => {
        if (ending.signal.aborted) for (const one of stream?.getTracks() ?? []) one.stop();
      });
    return () => {
      ending.abort();
      for (const one of stream?.getTracks() ?? []) one.stop();
    };
  }, [tries.value]);

  const hasTorch = Boolean((track.value?.getCapabilities?.() as Torch | undefined)?.torch);
  const light = async () => {
    const on = !lit.value;
    try {
      await track.value?.applyConstraints({advanced: [{torch: on} as MediaTrackConstraintSet]});
      lit.value = on;
    } catch {
      // The phone says that it has a lamp and refuses it: the picture stays as it is.
    }
  };
  return (
    <div class="scanner">
      {trouble.value ? (
        <Banner tone="warn" role="alert">
          {trouble.value}
        </Banner>
      ) : (
        <>
          <video ref={video} playsInline muted aria-label={t.picture} />
          <p role="status">{t.aim}</p>
        </>
      )}
      <div class="row">
        {hasTorch && (
          <Button aria-pressed={lit.value} onClick={light}>
            {t.torch}
          </Button>
        )}
        {trouble.value ? (
          <Button icon="refresh" onClick={() => (tries.value += 1)}>
            {say(common).retry}
          </Button>
        ) : (
          <Button onClick={onClose}>{t.stopScan}</Button>
        )}
      </div>
    </div>
  );
}

/** Looks at picture after picture; the same code again is not said twice while it stays in sight. */
async function watch(
  video: HTMLVideoElement,
  detector: Detector,
  signal: AbortSignal,
  say: (text: string) => Promise<'done' | 'again'>,
): Promise<void> {
  let last = '';
  let failures = 0;
  while (!signal.aborted) {
    await new Promise(next => setTimeout(next, PAUSE));
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) continue;
    const [text = ''] = await detector(video).then(
      texts => {
        failures = 0;
        return texts;
      },
      error => {
        if (++failures > PATIENCE) throw error; // the reader is broken: the typed code is the way
        return [];
      },
    );
    if (signal.aborted || text === '' || text === last) continue;
    last = text;
    if ((await say(text)) === 'done') return;
  }
}
