namespace NeuralNet;

/// <summary>
/// A value hashed into a fixed number of bins: FarmHash's Fingerprint64 of its UTF-8 text, modulo the number of bins. Nothing is learned;
/// different values may share a bin. Keras: layers/preprocessing/hashing.py.
/// </summary>
public abstract class HashedFeature : FixedCategoricalFeature
{
    private protected HashedFeature(
        string name, int numBins, IndexOutputMode outputMode, string? column, MissingValues missing, int? fillIndex)
        : base(name, Require.Between(1, TokenNumbers.MaxTokens, numBins), column, missing, outputMode, fillIndex) => NumBins = numBins;

    /// <summary>The number of bins, without the one for missing values.</summary>
    public int NumBins { get; }

    private protected override string NameOf(int index) => FormattableString.Invariant($"{Name} #{index}");

    private protected int BinOf(ulong fingerprint) => (int)(fingerprint % (ulong)NumBins);

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        configuration.Set("num_bins", NumBins);
    }
}
