/** Colours that stay apart for people who see fewer of them; the next release takes the next one. */
const LIGHT = ['#2367c9', '#c96a10', '#128066', '#9a4a9f', '#8a6d00', '#c13b52', '#1c8199'];
const DARK = ['#7db0ff', '#f5a34e', '#4fc9a6', '#d692da', '#d6b93c', '#f58a9b', '#5cc8de'];

export function releaseColour(place: number, dark: boolean): string {
  const colours = dark ? DARK : LIGHT;
  return colours[place % colours.length];
}
