namespace NeuralNet.Text;

/// <summary>Applies several normalizers one after the other.</summary>
internal sealed class NormalizerSequence(Normalizer[] normalizers) : Normalizer
{
    public override AlignedText Apply(AlignedText text)
    {
        foreach (Normalizer normalizer in normalizers)
            text = normalizer.Apply(text);
        return text;
    }
}
