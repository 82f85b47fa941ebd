namespace NeuralNet.Text;

/// <summary>Writes a text before a text that is not empty; it stands for the first character.</summary>
internal sealed class PrependNormalizer(string prefix) : Normalizer
{
    public override AlignedText Apply(AlignedText text)
    {
        if (text.Text.Length == 0)
            return text;
        var builder = new AlignedTextBuilder(text);
        builder.Append(prefix, 0, Characters.RuneAt(text.Text, 0).Utf16SequenceLength);
        builder.AppendSource(0, text.Text.Length);
        return builder.Build();
    }
}
