namespace NeuralNet.Text;

/// <summary>Removes white space at the beginning and at the end.</summary>
internal sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    public override AlignedText Apply(AlignedText text)
    {
        ReadOnlySpan<char> source = text.Text;
        int start = left ? source.Length - source.TrimStart().Length : 0;
        int end = right ? source.TrimEnd().Length : source.Length;
        return text.Slice(Math.Min(start, end), end) is var stripped && start < end ? stripped : text.Slice(0, 0);
    }
}
