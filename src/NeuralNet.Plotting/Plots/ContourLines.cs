namespace NeuralNet.Plotting;

/// <summary>The lines along which values on a grid cross 0: marching squares, with the crossings placed by linear interpolation.</summary>
internal static class ContourLines
{
    /// <summary>Line segments in grid coordinates, in which the value in column c and row r lies at (c, r).</summary>
    public static IEnumerable<(double X1, double Y1, double X2, double Y2)> AtZero(double[] values, int columns, int rows)
    {
        var crossings = new List<(double X, double Y)>(4);
        for (int row = 0; row + 1 < rows; row++)
        {
            for (int column = 0; column + 1 < columns; column++)
            {
                crossings.Clear();
                AddCrossing(column, row, column + 1, row);
                AddCrossing(column + 1, row, column + 1, row + 1);
                AddCrossing(column + 1, row + 1, column, row + 1);
                AddCrossing(column, row + 1, column, row);
                for (int i = 0; i + 1 < crossings.Count; i += 2)
                    yield return (crossings[i].X, crossings[i].Y, crossings[i + 1].X, crossings[i + 1].Y);
            }
        }

        void AddCrossing(int column1, int row1, int column2, int row2)
        {
            double a = values[row1 * columns + column1], b = values[row2 * columns + column2];
            if (a > 0 == b > 0)
                return;
            double share = a / (a - b);
            crossings.Add((column1 + share * (column2 - column1), row1 + share * (row2 - row1)));
        }
    }
}
