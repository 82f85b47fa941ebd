using System.Text;

namespace NeuralNet.Text;

/// <summary>Removes the characters of a class.</summary>
internal abstract class CharacterFilter : Normalizer
{
    public sealed override AlignedText Apply(AlignedText text)
    {
        ReadOnlySpan<char> source = text.Text;
        AlignedTextBuilder? builder = null;
        int kept = 0;
        for (int i = 0; i < source.Length;)
        {
            Rune rune = Characters.RuneAt(source, i);
            int end = i + rune.Utf16SequenceLength;
            if (Removes(rune))
            {
                builder ??= new AlignedTextBuilder(text);
                builder.AppendSource(kept, i);
                kept = end;
            }

            i = end;
        }

        builder?.AppendSource(kept, source.Length);
        return builder?.Build() ?? text;
    }

    protected abstract bool Removes(Rune rune);
}
