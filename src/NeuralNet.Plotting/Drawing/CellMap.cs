namespace NeuralNet.Plotting;

/// <summary>
/// A grid of coloured cells. Colours are rounded to <see cref="Levels"/> strengths, so that neighbours of one colour become one
/// rectangle and all of one colour one path: many thousand cells stay a small file.
/// </summary>
internal static class CellMap
{
    public const int Levels = 24;

    /// <summary>Paints a grid into a box.</summary>
    /// <param name="svg">The document.</param>
    /// <param name="box">The position and size of the grid.</param>
    /// <param name="columns">The number of cells side by side.</param>
    /// <param name="rows">The number of cells one above the other.</param>
    /// <param name="cell">The style of the cell in a column and a row, counted from the top left, and its strength from 0 to 1.</param>
    /// <param name="strongest">The opacity of strength 1.</param>
    public static void Paint(
        SvgWriter svg, Box box, int columns, int rows, Func<int, int, (string Style, double Strength)> cell, double strongest = 1)
    {
        var paths = new SortedDictionary<(string Style, int Level), PathData>();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0, end; column < columns; column = end)
            {
                (string Style, int Level) color = Round(cell(column, row));
                end = column + 1;
                while (end < columns && Round(cell(end, row)) == color)
                    end++;
                if (color.Level == 0)
                    continue;
                if (!paths.TryGetValue(color, out PathData? path))
                    paths[color] = path = new PathData();
                path.Rectangle(column, row, end, row + 1);
            }
        }

        string place = $"translate({SvgWriter.Number(box.Left)} {SvgWriter.Number(box.Top)}) "
            + FormattableString.Invariant($"scale({box.Width / columns:0.######} {box.Height / rows:0.######})");
        foreach (((string style, int level), PathData path) in paths)
            svg.Path(style + " crisp", path.ToString(), strongest * level / Levels, transform: place);
    }

    private static (string Style, int Level) Round((string Style, double Strength) cell) =>
        (cell.Style, (int)Math.Round(cell.Strength * Levels));
}
