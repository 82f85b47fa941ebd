namespace NeuralNet;

/// <summary>
/// The indices of the inputs of an attention: query; query and value; or query, value and key, then the attention mask if the layer takes
/// one. An input that is left out is the one before it.
/// </summary>
internal readonly record struct AttentionInputs(int Value, int Key, int Mask)
{
    /// <summary>The index of the query.</summary>
    public const int Query = 0;

    /// <summary>Gets a value indicating whether the attention takes an attention mask.</summary>
    public bool HasMask => Mask > 0;

    /// <summary>Returns the indices for a number of inputs.</summary>
    /// <exception cref="ArgumentException">There are too few or too many inputs.</exception>
    public static AttentionInputs Of(Layer layer, int count, bool hasMask)
    {
        int sequences = hasMask ? count - 1 : count;
        if (sequences is < 1 or > 3)
        {
            throw layer.Error($"takes a query, and optionally a value and a key{(hasMask ? ", then an attention mask" : "")}; it was given "
                + Counted.Of(count, "input"));
        }

        return new(Math.Min(1, sequences - 1), sequences - 1, hasMask ? sequences : 0);
    }
}
