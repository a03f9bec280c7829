import {common} from '../i18n/common';
import {chooseLang, langChoice, say} from '../i18n/lang';
import {Card} from './blocks';
import {Choice} from './field';
import {chooseTextSize, chooseTheme, textSize, textSizes, theme, themes} from './look';

const langs = ['auto', 'fr', 'en'] as const;

/** Language, colours and text size. Each choice acts at once and is kept on this device. */
export function SettingsPanel() {
  const t = say(common).settings;
  return (
    <Card>
      <Choice
        legend={t.lang}
        name="lang"
        value={langChoice.value}
        options={langs.map(value => ({value, label: t.langs[value]}))}
        onChange={chooseLang}
      />
      <Choice
        legend={t.theme}
        name="theme"
        value={theme.value}
        options={themes.map(value => ({value, label: t.themes[value]}))}
        onChange={chooseTheme}
      />
      <Choice
        legend={t.text}
        name="text"
        value={textSize.value}
        options={textSizes.map(value => ({value, label: t.texts[value]}))}
        onChange={chooseTextSize}
      />
      <p class="soft small">{t.version(__APP__)}</p>
    </Card>
  );
}
