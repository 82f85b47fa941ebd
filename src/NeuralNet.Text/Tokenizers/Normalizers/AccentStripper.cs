using System.Globalization;
using System.Text;

namespace NeuralNet.Text;

/// <summary>Removes combining marks, which NFD makes of accents.</summary>
internal sealed class AccentStripper : CharacterFilter
{
    protected override bool Removes(Rune rune) => rune.Value >= 0x300 && Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;
}
