using System.Text;

/// <summary>Draws a function and its derivative with characters.</summary>
internal static class Plot
{
    private const float Left = -3, Right = 3, Bottom = -1.5f, Top = 1.5f;
    private const int Columns = 61, Rows = 13;

    public static void Write(Func<float, float> function, Func<float, float> derivative)
    {
        var lines = new StringBuilder[Rows];
        for (int row = 0; row < Rows; row++)
            lines[row] = new StringBuilder(new string(row == RowOf(0) ? '─' : ' ', Columns)) { [Columns / 2] = '│' };

        for (int column = 0; column < Columns; column++)
        {
            float x = Left + (Right - Left) * column / (Columns - 1);
            Mark(lines, column, derivative(x), '·');
            Mark(lines, column, function(x), '●');
        }

        for (int row = 0; row < Rows; row++)
            Console.WriteLine($"{Top - row * (Top - Bottom) / (Rows - 1),6:F2} {lines[row]}");
        Console.WriteLine($"{"",7}{Left,-30}0{Right,30}");
    }

    private static void Mark(StringBuilder[] lines, int column, float y, char mark)
    {
        if (RowOf(y) is >= 0 and < Rows and int row)
            lines[row][column] = mark;
    }

    private static int RowOf(float y) => (int)MathF.Round((Top - y) / (Top - Bottom) * (Rows - 1));
}
