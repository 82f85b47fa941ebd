namespace NeuralNet.Text;

/// <summary>The texts before which a space is written.</summary>
internal enum PrependScheme
{
    /// <summary>Each text, also one behind a special token.</summary>
    Always,

    /// <summary>The beginning of the whole text only.</summary>
    First,

    /// <summary>None.</summary>
    Never,
}
