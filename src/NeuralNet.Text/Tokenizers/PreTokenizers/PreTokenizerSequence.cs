namespace NeuralNet.Text;

/// <summary>Applies several pre-tokenizers one after the other, each to the words of the one before.</summary>
internal sealed class PreTokenizerSequence(PreTokenizer[] preTokenizers) : PreTokenizer
{
    public override SplitText Apply(SplitText text)
    {
        foreach (PreTokenizer preTokenizer in preTokenizers)
            text = preTokenizer.Apply(text);
        return text;
    }
}
