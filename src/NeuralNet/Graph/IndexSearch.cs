namespace NeuralNet;

/// <summary>The search for an element's index, which read-only lists lack.</summary>
internal static class IndexSearch
{
    /// <summary>The index of the first element that equals an item; -1 if there is none.</summary>
    public static int IndexOf<T>(this IReadOnlyList<T> items, T item)
        where T : IEquatable<T>
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i].Equals(item))
                return i;
        }

        return -1;
    }
}
