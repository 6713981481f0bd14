/** The commonest passwords of 12 and more characters and the commonest words that are stretched to that length, in small letters. */
export const COMMON_PASSWORDS: readonly string[] = [
  '123456789123', '1234567890123', '123412341234', '121212121212', '112233445566', '987654321098', '1q2w3e4r5t6y', '1q2w3e4r5t6y7u',
  'q1w2e3r4t5y6', 'q1w2e3r4t5y6u7', 'qwertyuiop12', 'qwertyuiop123', 'qwertyuiopasdf', 'qwertyuiopasdfghjkl', 'asdfghjklzxcvbnm', 'zxcvbnmasdfghjkl',
  'qwertyuiop[]', 'qwerty123456', 'qwertyqwerty', '123456qwerty', '1qaz2wsx3edc', '1qaz2wsx3edc4rfv', 'zaq12wsxcde3', 'qazwsxedcrfv', 'qazwsxedcrfvtgb',
  'password1234', 'passwordpassword', 'password12345', 'mypassword123', 'passw0rd1234', 'p@ssw0rd1234', 'p@ssword1234', 'changeme1234', 'letmeinplease',
  'administrator', 'admin1234567', 'adminadmin12', 'adminadminadmin', 'welcome12345', 'superman1234', 'iloveyou1234', 'computer1234', 'football1234',
  'correcthorsebatterystaple', 'certdeskcertdesk', 'certdesk1234',
  'йцукенгшщзхъ', 'йцукенгшщзфыва', 'йцукен123456', 'пароль123456', 'парольпароль', 'администратор', 'привет123456', 'любовь123456',
  'gfhjkmgfhjkm', 'gfhjkm123456', 'ghbdtnghbdtn', 'ghbdtn123456',
  'qwerty', 'qwertyuiop', 'password', 'passw0rd', 'admin', 'welcome', 'certdesk', 'letmein', 'iloveyou', 'monkey', 'dragon', 'football',
  'пароль', 'йцукен', 'привет', 'gfhjkm', 'ghbdtn', 'тюмень', 'госзаказ', 'tyumen', 'goszakaz', 'сертификат',
];
