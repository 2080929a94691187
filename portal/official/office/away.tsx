export const AwayPage = () => null;
