// Photos at the desk: one to choose for a form, and those that a slip's journal names.
import {useSignal, type Signal} from '@preact/signals';
import {useId} from 'preact/hooks';
import {deskField} from '../../i18n/desk-field';
import {say} from '../../i18n/lang';
import {Badge} from '../../ui/blocks';
import {Button} from '../../ui/button';
import type {Shot} from '../../ui/photo';

/** Takes one with the phone's camera, or a file; it is made small before it leaves the device. */
export function PhotoPick({photo}: {readonly photo: Signal<Shot | null>}) {
  const t = say(deskField).paper;
  const id = useId();
  const failed = useSignal(false);
  const take = async (file: File | undefined) => {
    failed.value = false;
    if (!file) return;
    try {
      const {shrink} = await import('../../ui/photo');
      photo.value = await shrink(file);
    } catch {
      failed.value = true;
    }
  };
  return (
    <div class="field">
      <label for={id}>{t.photo}</label>
      <span class="hint" id={`${id}-hint`}>
        {t.photoHint}
      </span>
      <input
        id={id}
        class="input file"
        type="file"
        accept="image/*"
        aria-invalid={failed.value || undefined}
        aria-describedby={`${id}-hint${failed.value ? ` ${id}-error` : ''}`}
        onChange={e => void take(e.currentTarget.files?.[0])}
      />
      {failed.value && (
        <span class="error" id={`${id}-error`}>
          {t.photoBad}
        </span>
      )}
      {photo.value && (
        <div class="row tight" role="status">
          <Badge tone="good">{t.photoReady}</Badge>
          <Button look="plain" onClick={() => (photo.value = null)}>
            {t.photoDrop}
          </Button>
        </div>
      )}
    </div>
  );
}

/** One that has not come yet says so in its place. */
export function JournalPhoto({sha256, alt}: {readonly sha256: string; readonly alt: string}) {
  const missing = useSignal(false);
  const at = `/api/blobs/${sha256}`;
  if (missing.value) return <Badge tone="warn">{say(deskField).held.missing}</Badge>;
  return (
    <a class="photo" href={at} download="photo.jpg">
      <img src={at} alt={alt} loading="lazy" onError={() => (missing.value = true)} />
    </a>
  );
}
