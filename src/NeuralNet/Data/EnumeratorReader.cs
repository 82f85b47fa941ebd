using System.Globalization;

namespace NeuralNet;

/// <summary>Reads the items of an enumerator.</summary>
/// <param name="enumerator">The enumerator.</param>
/// <param name="convert">Converts an item to an element.</param>
/// <param name="count">The number of items that the data set states; null if it states none.</param>
internal sealed class EnumeratorReader<T>(IEnumerator<T> enumerator, Func<T, DatasetElement> convert, long? count = null) : DatasetReader
{
    private long read;

    public override bool TryRead(out DatasetElement element)
    {
        if (!enumerator.MoveNext())
        {
            element = default;
            return read == (count ?? read) ? false : throw NotAsPromised(FormattableString.Invariant($"came to its end after {read}"));
        }

        if (++read > count)
            throw NotAsPromised("gives more");
        element = convert(enumerator.Current);
        return element.InputList.Count > 0
            ? true
            : throw new InvalidOperationException(FormattableString.Invariant($"Element {read - 1} of the data set has no input."));
    }

    public override void Dispose() => enumerator.Dispose();

    private InvalidOperationException NotAsPromised(string actual) => new(
        string.Create(CultureInfo.InvariantCulture,
            $"The data set says that its Count is {count}, but it {actual}. Return the true number, or null if "
            + $"it is not known."));
}
