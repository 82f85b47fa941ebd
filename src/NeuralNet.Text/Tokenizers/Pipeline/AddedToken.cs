namespace NeuralNet.Text;

/// <summary>A token beside those of the model, which is found in a text before all else.</summary>
/// <param name="Id">The id.</param>
/// <param name="Content">The token.</param>
/// <param name="IsSingleWord">Whether it is only found where no letter or digit is next to it.</param>
/// <param name="StripsLeft">Whether the white space before it belongs to it.</param>
/// <param name="StripsRight">Whether the white space behind it belongs to it.</param>
/// <param name="IsNormalized">Whether it is searched for in the normalized text.</param>
/// <param name="IsSpecial">Whether it is left out of decoded texts.</param>
internal sealed record AddedToken(
    int Id, string Content, bool IsSingleWord, bool StripsLeft, bool StripsRight, bool IsNormalized, bool IsSpecial)
{
    public static AddedToken Read(JsonSection section)
    {
        bool isSpecial = section.Boolean("special", false);
        return new AddedToken(section.Int32("id", max: Vocabulary.MaxSize - 1), section.String("content"),
            section.Boolean("single_word", false), section.Boolean("lstrip", false), section.Boolean("rstrip", false),
            section.Boolean("normalized", !isSpecial), isSpecial);
    }
}
