using System.Globalization;
using System.Text;

namespace NeuralNet.Text;

/// <summary>Removes combining marks, which NFD makes of accents.</summary>
/// <param name="onlyNonSpacing">Whether marks with a width of their own, such as vowels of Hindi, stay.</param>
internal sealed class AccentStripper(bool onlyNonSpacing) : CharacterFilter
{
    protected override bool Removes(Rune rune) => rune.Value >= 0x300 && Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark => true,
        UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => !onlyNonSpacing,
        _ => false,
    };
}
