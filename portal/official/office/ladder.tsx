export const LadderPage = () => null;
