using System.Collections;

namespace NeuralNet;

/// <summary>
/// The elements of features that stand side by side. An element is created when it is read: the features of a small file may have millions.
/// </summary>
internal sealed class FeatureElements : IReadOnlyList<EncodedFeature>
{
    private readonly Feature[] features;
    private readonly int[] ends;

    public FeatureElements(Feature[] features)
    {
        int end = 0;
        (this.features, ends) = (features, Array.ConvertAll(features, feature => end += feature.Width));
    }

    public int Count => ends[^1];

    public EncodedFeature this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            int position = Array.BinarySearch(ends, index + 1);
            if (position < 0)
                position = ~position;
            Feature feature = features[position];
            return new EncodedFeature(feature.ElementName(index - (ends[position] - feature.Width)), feature.Columns);
        }
    }

    public IEnumerator<EncodedFeature> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
