// Desk: the map beside the board of rounds.
import {de} from './elision';

const fr = {
  title: 'Carte des tournées',
  help: 'Un repère ouvre son bon, ou la liste des bons de cette adresse. Au clavier : Tab passe d’un repère au suivant, les flèches déplacent la carte.',
  noTiles: 'Aucun fond de carte n’est configuré : les repères sont à leur place, sans les rues.',
  tilesAway: 'Le fond de carte ne répond pas. Les repères restent à leur place.',
  credit: (name: string) => `Fond de carte : ${name}`,
  nothing: 'Aucun arrêt de ce jour n’a de coordonnées : il n’y a rien à placer sur la carte.',
  rounds: 'Tournées sur la carte',
  shopsKey: 'Commerces',
  unplaced: 'Sans coordonnées, donc absents de la carte',
  unplacedHint: 'Ajoutez latitude et longitude sur la fiche du foyer pour le voir ici.',
  stop: (mark: string, home: string, driver: string) => `${mark} ${home}, tournée ${de(driver)}`,
  several: (mark: string, home: string, all: string) => `${mark} ${home}, plusieurs bons à cette adresse : ${all}`,
  homes: (n: number) => `${n} foyers`,
  here: (n: number) => `${n} bons à cette adresse`,
  shop: (name: string, letters: string) => `${letters} ${name}, commerce`,
  zoomIn: 'Agrandir',
  zoomOut: 'Réduire',
};

const en = {
  title: 'Map of the rounds',
  help: 'A marker opens its slip, or lists the slips of that address. By keyboard: Tab goes from marker to marker, the arrows move the map.',
  noTiles: 'No map background is configured: the markers stand in their places, without the streets.',
  tilesAway: 'The map background does not answer. The markers stay in their places.',
  credit: (name: string) => `Map background: ${name}`,
  nothing: 'No stop of that day has coordinates: there is nothing to put on the map.',
  rounds: 'Rounds on the map',
  shopsKey: 'Shops',
  unplaced: 'Without coordinates, so not on the map',
  unplacedHint: 'Add latitude and longitude to the household’s record to see it here.',
  stop: (mark: string, home: string, driver: string) => `${mark} ${home}, ${driver}’s round`,
  several: (mark: string, home: string, all: string) => `${mark} ${home}, several slips at this address: ${all}`,
  homes: (n: number) => `${n} households`,
  here: (n: number) => `${n} slips at this address`,
  shop: (name: string, letters: string) => `${letters} ${name}, shop`,
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
} satisfies typeof fr;

export const deskMap = {fr, en};
