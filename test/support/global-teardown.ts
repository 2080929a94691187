module.exports = async function stopParts(): Promise<void> {
  await globalThis.stopParts?.();
};
