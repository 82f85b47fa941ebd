namespace NeuralNet.Data;

/// <summary>Tells categories from other texts by the number of different values.</summary>
internal static class TextKind
{
    /// <summary>The number of different values up to which texts are categories.</summary>
    private const int AlwaysCategories = 20;

    /// <summary>
    /// Returns whether texts are categories: they have at most 20 different values, or each value occurs twice on average.
    /// </summary>
    public static bool IsCategory(int distinct, int count) => distinct <= AlwaysCategories || distinct <= count / 2;
}
