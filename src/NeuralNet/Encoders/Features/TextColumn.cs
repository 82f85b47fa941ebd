namespace NeuralNet;

/// <summary>The columns for the features that take texts.</summary>
internal static class TextColumn
{
    /// <summary>
    /// Returns whether the values are texts, or true and false. A number is none: its text depends on how the column was read (007 or 7).
    /// </summary>
    public static bool HasTexts(Column column) => column.Type is ColumnType.Category or ColumnType.Text or ColumnType.Boolean;
}
